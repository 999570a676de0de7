import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { ChevronDown, CircleAlert } from "./drawn";
import { Icon } from "./icon";

export type FieldFrame = {
  label: ReactNode;
  /** Said under the control before anything goes wrong: an example, why we ask, who sees it. */
  help?: ReactNode;
  error?: ReactNode;
  /** The word "optional" in the reader's language, when it is. Required fields carry no mark: most are. */
  optional?: string;
  /** Only for screen readers, where the layout says it already. */
  hideLabel?: boolean;
  className?: string;
};

/** The ids a control points to. */
export function describedBy(id: string, { help, error }: Pick<FieldFrame, "help" | "error">): string | undefined {
  return [help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 font-medium text-danger text-small">
      <Icon as={CircleAlert} size={16} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** Label above, help under, error in place. */
export function Field({
  id,
  label,
  help,
  error,
  optional,
  hideLabel,
  className,
  children,
}: FieldFrame & { id: string; children: ReactNode }) {
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "font-semibold text-small"}>
        {label}
        {optional ? <span className="font-normal text-faint"> · {optional}</span> : null}
      </label>
      {children}
      {help ? (
        <p id={`${id}-help`} className="text-muted text-small">
          {help}
        </p>
      ) : null}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn("control", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn("control", className)} {...rest} />;
}

/** The browser's own select: it works on every phone and with every assistive tool. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative grid", className)}>
      <select className="control" {...rest}>
        {children}
      </select>
      <Icon
        as={ChevronDown}
        size={16}
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
      />
    </span>
  );
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return <input type="checkbox" className={cn("tick", className)} {...rest} />;
}

export function Radio({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return <input type="radio" className={cn("tick", className)} {...rest} />;
}

export function Switch({ className, ...rest }: Omit<ComponentProps<"input">, "type" | "role">) {
  // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox carries its own checked state
  return <input type="checkbox" role="switch" className={cn("switch", className)} {...rest} />;
}

type Framed<Control> = Control & FieldFrame & { id?: string; name: string };

function frame<P extends Framed<object>>(props: P) {
  const { label, help, error, optional, hideLabel, className, ...control } = props;
  const id = props.id ?? props.name;
  const aria = { id, "aria-describedby": describedBy(id, props), "aria-invalid": error ? true : undefined } as const;
  return { field: { id, label, help, error, optional, hideLabel, className }, control: { ...control, ...aria } };
}

export function TextField(props: Framed<ComponentProps<"input">>) {
  const { field, control } = frame(props);
  return (
    <Field {...field}>
      <Input {...control} />
    </Field>
  );
}

export function TextareaField(props: Framed<ComponentProps<"textarea">>) {
  const { field, control } = frame(props);
  return (
    <Field {...field}>
      <Textarea {...control} />
    </Field>
  );
}

export function SelectField(props: Framed<ComponentProps<"select">>) {
  const { field, control } = frame(props);
  return (
    <Field {...field}>
      <Select {...control} />
    </Field>
  );
}

/** A tick or a switch: the whole line is its target, the words stand beside it. */
function Line({ field, children, end }: { field: FieldFrame & { id: string }; children: ReactNode; end?: boolean }) {
  return (
    <div className={cn("grid gap-1", field.className)}>
      <label
        htmlFor={field.id}
        className={cn("flex min-h-6 gap-3", end ? "items-center justify-between" : "items-start")}
      >
        {end ? null : <span className="flex h-[1.5em] items-center">{children}</span>}
        <span className="min-w-0">
          <span className={cn("block", end && "font-semibold")}>{field.label}</span>
          {field.help ? (
            <span id={`${field.id}-help`} className="block text-muted text-small">
              {field.help}
            </span>
          ) : null}
        </span>
        {end ? children : null}
      </label>
      {field.error ? <FieldError id={field.id}>{field.error}</FieldError> : null}
    </div>
  );
}

export function CheckboxField(props: Framed<Omit<ComponentProps<"input">, "type">>) {
  const { field, control } = frame(props);
  return (
    <Line field={field}>
      <Checkbox {...control} />
    </Line>
  );
}

/** For what works at once or is plainly on or off: label at the start, switch at the end. */
export function SwitchField(props: Framed<Omit<ComponentProps<"input">, "type" | "role">>) {
  const { field, control } = frame(props);
  return (
    <Line field={field} end>
      <Switch {...control} />
    </Line>
  );
}

export type Choice = { value: string; label: ReactNode; help?: ReactNode; disabled?: boolean };

/** A few choices that should all be seen. `name` is shared; a `multiple` group is checkboxes. */
export function ChoiceField({
  name,
  id = name,
  choices,
  value,
  multiple,
  required,
  disabled,
  onChange,
  ...rest
}: FieldFrame & {
  name: string;
  id?: string;
  choices: readonly Choice[];
  value?: string | readonly string[];
  multiple?: boolean;
  required?: boolean;
  disabled?: boolean;
  onChange?: ComponentProps<"input">["onChange"];
}) {
  const chosen = new Set([value ?? []].flat());
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      disabled={disabled}
      aria-describedby={describedBy(id, rest)}
      aria-invalid={rest.error ? true : undefined}
      className={cn("grid gap-1.5", rest.className)}
    >
      <legend className={rest.hideLabel ? "sr-only" : "mb-1.5 font-semibold text-small"}>
        {rest.label}
        {rest.optional ? <span className="font-normal text-faint"> · {rest.optional}</span> : null}
      </legend>
      <div className="grid gap-1">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-9 items-start gap-3 rounded-s py-1.5 has-disabled:text-muted">
            <span className="flex h-[1.5em] items-center">
              <input
                type={multiple ? "checkbox" : "radio"}
                className="tick"
                name={name}
                value={choice.value}
                defaultChecked={chosen.has(choice.value)}
                required={required && !multiple}
                disabled={choice.disabled}
                onChange={onChange}
              />
            </span>
            <span className="min-w-0">
              <span className="block">{choice.label}</span>
              {choice.help ? <span className="block text-muted text-small">{choice.help}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {rest.help ? (
        <p id={`${id}-help`} className="text-muted text-small">
          {rest.help}
        </p>
      ) : null}
      {rest.error ? <FieldError id={id}>{rest.error}</FieldError> : null}
    </fieldset>
  );
}
