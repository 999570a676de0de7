import type { ReactNode } from "react";
import { Drawing } from "./drawings";

export type FieldErrors = Readonly<Record<string, string | undefined>>;

function Frame({
  id,
  label,
  optional,
  help,
  error,
  children,
}: {
  id: string;
  label: string;
  optional?: string | undefined;
  help?: string | undefined;
  error?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="opt"> · {optional}</span> : null}
      </label>
      {children}
      {help ? (
        <p className="hint" id={`${id}-help`}>
          {help}
        </p>
      ) : null}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </div>
  );
}

function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <p className="error" id={`${id}-error`}>
      <Drawing name="alert" />
      {children}
    </p>
  );
}

/** What describes a control to somebody who hears the page. */
const about = (id: string, help: string | undefined, error: string | undefined) => ({
  "aria-invalid": error ? (true as const) : undefined,
  "aria-describedby": [help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined,
});

type Common = {
  name: string;
  label: string;
  value?: string | undefined;
  help?: string | undefined;
  error?: string | undefined;
  optional?: string | undefined;
};

/** One line of text, an address, a number, a date or a password; what was typed stays, a password never. */
export function TextField({
  name,
  label,
  value,
  help,
  error,
  optional,
  type = "text",
  ...rest
}: Common & {
  type?: "text" | "email" | "tel" | "password" | "date" | "number" | "url";
  autoComplete?: string;
  inputMode?: "numeric" | "tel" | "email";
  maxLength?: number;
  min?: string | number;
  max?: string | number;
}) {
  return (
    <Frame id={name} label={label} optional={optional} help={help} error={error}>
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={type === "password" ? undefined : value}
        required={!optional}
        autoCapitalize={type === "text" ? undefined : "none"}
        spellCheck={type === "text" ? undefined : false}
        {...about(name, help, error)}
        {...rest}
      />
    </Frame>
  );
}

export function TextArea({ name, label, value, help, error, optional, maxLength }: Common & { maxLength: number }) {
  return (
    <Frame id={name} label={label} optional={optional} help={help} error={error}>
      <textarea
        id={name}
        name={name}
        defaultValue={value}
        rows={5}
        maxLength={maxLength}
        required={!optional}
        {...about(name, help, error)}
      />
    </Frame>
  );
}

export function SelectField({
  name,
  label,
  value,
  help,
  error,
  choose,
  options,
}: Common & { choose?: string; options: readonly { value: string; label: string }[] }) {
  return (
    <Frame id={name} label={label} help={help} error={error}>
      <select id={name} name={name} defaultValue={value ?? ""} required {...about(name, help, error)}>
        {choose ? <option value="">{choose}</option> : null}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function CheckField({ name, label, checked, error }: Common & { checked: boolean }) {
  return (
    <div className="field">
      <label className="tick" htmlFor={name}>
        <input
          id={name}
          name={name}
          type="checkbox"
          value="yes"
          defaultChecked={checked}
          required
          {...about(name, undefined, error)}
        />
        <span>{label}</span>
      </label>
      {error ? <FieldError id={name}>{error}</FieldError> : null}
    </div>
  );
}

/** The wrong fields of a form in its own order, by the names a person reads. */
export const wrongFields = (errors: FieldErrors, label: (name: string) => string) =>
  Object.keys(errors)
    .filter((name) => errors[name])
    .map((name) => ({ name, label: label(name) }));

/** Above a form: what is wrong as a whole, read out at once; below it, each wrong field by its link. */
export function Problem({
  text,
  fields = [],
}: {
  text: string | null | undefined;
  fields?: readonly { name: string; label: string }[];
}) {
  if (!text) return null;
  return (
    <div className="notice bad" role="alert" id="form-error">
      <Drawing name="alert" />
      <div>
        <p>{text}</p>
        {fields.length > 1 ? (
          <ul>
            {fields.map((field) => (
              <li key={field.name}>
                <a href={`#${field.name}`}>{field.label}</a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
