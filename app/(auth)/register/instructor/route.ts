import { showApplication, takeApplication } from "../applying";

export const dynamic = "force-dynamic";

export const GET = showApplication("instructor");
export const POST = takeApplication("instructor");
