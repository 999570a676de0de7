import { Catalogue } from "@/components/documents/catalogue";
import { listDefaults, listHref, parseList, type SearchParams } from "@/lib/list";
import { catalogueFacts } from "@/server/features/catalogue/catalogue.domain";
import { listCatalogue, readCatalogueAreas } from "@/server/features/catalogue/catalogue.queries";
import { catalogueInput } from "@/server/features/catalogue/catalogue.schema";
import { documentResponse, documentRoute, ownAddress, readReader, renderDocument } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

/** An address's parameters, a name given several times as a list. */
function paramsOf(request: Request): SearchParams {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(",")]),
  );
}

/** PUB-2: the catalogue. What was asked is in the address; nothing of it is kept. */
export const GET = documentRoute(async (request) => {
  const state = parseList(catalogueInput, paramsOf(request));
  const reader = await readReader(request, listHref("/courses", state, {}, listDefaults(catalogueInput)));
  const { ctx, frame, theme } = reader;
  await limit("catalogue", ctx.ip, 300, 60);
  const [page, areas] = await Promise.all([listCatalogue(ctx, state), readCatalogueAreas(ctx)]);
  const c = translator(frame.locale, "catalogue");
  const html = await renderDocument(<Catalogue {...frame} c={c} areas={areas} state={state} page={page} />, {
    locale: frame.locale,
    theme,
    title: `${c("title")} · Urban Home School`,
    description: c("description"),
    canonical: "/courses",
    facts: catalogueFacts(page.rows, ownAddress),
  });
  return documentResponse(html);
});
