import type { ComponentProps } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ActForm } from "./act-form";

type Given = ComponentProps<typeof ActForm> &
  Pick<ComponentProps<typeof Dialog>, "id" | "title" | "description" | "closeLabel">;

/** One act in a dialog of its own: a decision with its reason, an invitation. Pressing beside it throws nothing away that was typed. */
export function ActDialog({ id, title, description, closeLabel, ...act }: Given) {
  return (
    <Dialog id={id} title={title} description={description} closeLabel={closeLabel} insistent>
      <ActForm {...act} />
    </Dialog>
  );
}
