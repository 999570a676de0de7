import { showApplication, takeApplication } from "../applying";

export const dynamic = "force-dynamic";

export const GET = showApplication("partner");
export const POST = takeApplication("partner");
