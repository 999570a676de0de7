/** What may be chosen as a file of a course. */
export const courseFileTypes = "image/*,application/pdf,audio/*,video/*,.docx,.odt,.pptx,.odp,.xlsx,.ods";

export type PictureSize = "w320" | "w960" | "whole";

/** Where a file of a course is read. The address stays the same, so a browser keeps what it has; who asks is judged each time. */
export const courseFile = (fileId: string, size: PictureSize = "whole"): string =>
  `/api/files/course/${fileId}${size === "whole" ? "" : `?size=${size}`}`;
