import { showContact, takeContact } from "../../deciding";

export const dynamic = "force-dynamic";

export const GET = showContact("verify");
export const POST = takeContact("verify");
