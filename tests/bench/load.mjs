/** A small bounded load generator: keeps `concurrency` requests under way until `requests` are done or `seconds` are over. */
import http from "node:http";
import { performance } from "node:perf_hooks";

/** One request. Gives status, compressed bytes of the body, and milliseconds until the last of them. */
export function fetchOnce(agent, url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const request = http.request(
      url,
      { method, agent, headers: { "accept-encoding": "gzip, br", ...headers } },
      (response) => {
        let bytes = 0;
        response.on("data", (chunk) => {
          bytes += chunk.length;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode, headers: response.headers, bytes, ms: performance.now() - from }),
        );
        response.on("error", reject);
      },
    );
    request.setTimeout(30_000, () => request.destroy(new Error("no answer within 30 s")));
    request.on("error", reject);
    request.end(body);
  });
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * @param make gives the request for the n-th call: `{ url, method?, headers?, body? }`
 * @returns median and p95 in ms, requests per second, compressed bytes, how many were not of the expected status
 */
export async function load({ make, concurrency, requests, seconds, expect = 200 }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const times = [];
  let bytes = 0;
  let wrong = 0;
  let next = 0;
  const until = performance.now() + seconds * 1000;
  const from = performance.now();
  const worker = async () => {
    while (next < requests && performance.now() < until) {
      const { url, ...rest } = make(next++);
      const answer = await fetchOnce(agent, url, rest);
      if (answer.status !== expect) wrong += 1;
      times.push(answer.ms);
      bytes = answer.bytes;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const took = (performance.now() - from) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    rate: times.length / took,
    bytes,
    wrong,
    count: times.length,
  };
}
