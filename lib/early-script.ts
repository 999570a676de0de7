/**
 * What runs before any other script of a page: on a bad line some seconds pass between seeing a button and its code being
 * there. A press in that time is kept and done once the page is ready; a form whose sending is code of ours is not sent
 * as browsers do, which would lose what was typed and write it into the address. What works without code (links, forms
 * with an address, menus, dialogs) is left alone. `hydrated` is said by `NativeBehaviour` (components/ui/native.tsx).
 * A text, not a function: the policy of the page allows exactly these letters.
 */
export const earlyScript = [
  "(()=>{",
  "let again=null;",
  "const hold=(event,then)=>{event.preventDefault();event.stopImmediatePropagation();again=then;",
  'document.documentElement.dataset.early=""};',
  "const onClick=event=>{",
  'const button=event.target.closest("button[type=button]:not([popovertarget],[commandfor],[data-dialog-close])");',
  "if(button)hold(event,()=>button.click())};",
  "const onSubmit=event=>{",
  "const form=event.target,by=event.submitter;",
  'if(!form.hasAttribute("action")&&form.getAttribute("method")!=="dialog")hold(event,()=>form.requestSubmit(by))};',
  'addEventListener("click",onClick,true);',
  'addEventListener("submit",onSubmit,true);',
  'addEventListener("hydrated",()=>{',
  'removeEventListener("click",onClick,true);',
  'removeEventListener("submit",onSubmit,true);',
  "delete document.documentElement.dataset.early;",
  "again?.();again=null},{once:true})",
  "})()",
].join("");
