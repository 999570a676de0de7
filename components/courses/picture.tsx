import { courseFile } from "./course-file";

/** A picture of a course, in the size its place asks for (`sizes`), fetched when it comes near. */
export function Picture({
  fileId,
  alt,
  width,
  height,
  sizes,
  className,
}: {
  fileId: string;
  alt: string;
  width?: number | undefined;
  height?: number | undefined;
  sizes: string;
  className?: string;
}) {
  return (
    // biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking
    <img
      src={courseFile(fileId, "w960")}
      srcSet={`${courseFile(fileId, "w320")} 320w, ${courseFile(fileId, "w960")} 960w`}
      sizes={sizes}
      alt={alt}
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      className={className}
    />
  );
}
