import { showContact, takeContact } from "../../deciding";

export const dynamic = "force-dynamic";

export const GET = showContact("undo");
export const POST = takeContact("undo");
