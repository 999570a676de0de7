import type { ReactNode } from "react";
import { Frame, type FrameProps } from "./frame";

/** A form at the door: what it is for, the form, and what else somebody here may be looking for. */
export function DoorPage({
  title,
  lead,
  long,
  children,
  ...frame
}: FrameProps & {
  title: string;
  lead?: string | undefined;
  long?: boolean;
  form?: string;
  children: ReactNode;
}) {
  return (
    <Frame {...frame} bare>
      <div className={`w door${long ? " long" : " alone"}`}>
        <div>
          <h1>{title}</h1>
          {lead ? <p className="muted">{lead}</p> : null}
          {children}
        </div>
      </div>
    </Frame>
  );
}

/** One thing said in the middle of the page, and what to do next. */
export function Told({
  title,
  text,
  help,
  children,
  ...frame
}: FrameProps & { title: string; text: string; help?: string | undefined; children?: ReactNode }) {
  return (
    <Frame {...frame} bare>
      <div className="w message">
        <h1>{title}</h1>
        <p className="muted">{text}</p>
        {help ? <p className="small muted">{help}</p> : null}
        {children ? <div className="acts">{children}</div> : null}
      </div>
    </Frame>
  );
}
