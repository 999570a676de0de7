import type { ComponentProps } from "react";
import { CheckboxField, ChoiceField, SelectField, SwitchField, TextareaField, TextField } from "@/components/ui/field";
import type { FieldSpec } from "./fields";

/** The control of one field. Uncontrolled: what was typed lives in the page and survives every answer of the server. */
export function FormField({
  field,
  id,
  error,
  optional,
  choose,
  disabled,
}: {
  field: FieldSpec;
  id: string;
  error?: string;
  optional: string;
  choose: string;
  disabled?: boolean;
}) {
  const { name, kind, label, help, required, options = [], value } = field;
  const shared = {
    id,
    name,
    label,
    help,
    error,
    disabled,
    optional: required || kind === "switch" || kind === "checkbox" ? undefined : optional,
  };
  const text = typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  const native = { required, placeholder: field.placeholder, autoComplete: field.autoComplete };
  switch (kind) {
    case "switch":
      return <SwitchField {...shared} defaultChecked={value === true} />;
    case "checkbox":
      return <CheckboxField {...shared} required={required} defaultChecked={value === true} />;
    case "radio":
    case "choices":
      return (
        <ChoiceField
          {...shared}
          choices={options}
          required={required}
          multiple={kind === "choices"}
          value={Array.isArray(value) ? value : text}
        />
      );
    case "select":
      return (
        <SelectField {...shared} required={required} defaultValue={text ?? ""}>
          {text === undefined || !required ? <option value="">{choose}</option> : null}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </SelectField>
      );
    case "textarea":
      return (
        <TextareaField
          {...shared}
          {...native}
          defaultValue={text}
          rows={4}
          minLength={field.least}
          maxLength={field.most}
        />
      );
    default: {
      const types: Partial<Record<FieldSpec["kind"], ComponentProps<"input">>> = {
        number: { type: "text", inputMode: field.whole ? "numeric" : "decimal" },
        money: { type: "text", inputMode: "decimal" },
        tel: { type: "tel", autoComplete: field.autoComplete ?? "tel" },
      };
      const type = types[kind] ?? { type: kind };
      const lengths =
        kind === "text" || kind === "email" || kind === "password" || kind === "url"
          ? { minLength: field.least, maxLength: field.most }
          : {};
      return <TextField {...shared} {...native} {...lengths} {...type} defaultValue={text} />;
    }
  }
}
