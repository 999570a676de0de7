import { z } from "zod";
import { SchemaForm } from "@/components/forms/schema-form";
import { Section } from "@/components/ui/section";
import type { Translate } from "@/lib/translate";
import type { Say } from "./sample";

const goalInput = z.object({
  title: z.string().trim().min(3).max(80),
  amount: z.bigint().min(1_000n),
  area: z.enum(["READING", "SCIENCE", "SPORT"]),
  due: z.iso.date().optional(),
  phone: z.string().min(9).max(20).meta({ control: "tel" }),
  note: z.string().max(300).meta({ control: "textarea" }).optional(),
  share: z.boolean().default(true),
});

/** A form made from its schema. */
export function FormSample({ say, t }: { say: Say; t: Translate }) {
  return (
    <Section title={say("A form from its schema", "Fomu kutoka kwa skima yake")} id="form">
      <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
        <SchemaForm
          schema={goalInput}
          procedure="gallery.none"
          submit={say("Send KES 2,500 request", "Tuma ombi la KES 2,500")}
          t={t}
          values={{ amount: 250_000n }}
          words={{
            title: {
              label: say("Goal", "Lengo"),
              help: say("What will be true when it is reached?", "Nini kitakuwa kweli lengo likifikiwa?"),
            },
            amount: { label: say("Amount in KES", "Kiasi kwa KES") },
            area: {
              label: say("Area", "Eneo"),
              options: {
                READING: say("Reading", "Kusoma"),
                SCIENCE: say("Science", "Sayansi"),
                SPORT: say("Sport", "Michezo"),
              },
            },
            due: { label: say("By when", "Kufikia lini") },
            phone: { label: say("M-Pesa number", "Namba ya M-Pesa"), placeholder: "0712 345 678" },
            note: { label: say("Note", "Maelezo") },
            share: { label: say("The class teacher may see it", "Mwalimu wa darasa anaweza kuliona") },
          }}
        />
      </div>
    </Section>
  );
}
