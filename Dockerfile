# One small image for every process of the school; compose.yaml names the command of each.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN NEXT_PRIVATE_STANDALONE=1 node scripts/build.mjs && node scripts/image.mjs /image

FROM node:24.21.0-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 UHS_ENV=production PORT=3000 HOSTNAME=0.0.0.0 STORAGE_DIR=/data/storage
# The application is root's and read only; its own user writes data and Next's cache.
COPY --from=build /image ./
RUN mkdir -p /data/storage .next/cache && chown -R node:node /data .next/cache
USER node
VOLUME /data
EXPOSE 3000 3001
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.HEALTH_PORT||process.env.PORT)+(process.env.HEALTH_PATH||'/api/health')).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
# Ours, not the framework's: limits, headers, packing and an orderly end (server/web). The others: collab, runner, migrate.
CMD ["node", "--enable-source-maps", ".data/bin/web.mjs"]
