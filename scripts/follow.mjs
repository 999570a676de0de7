/** Loaded into every part of a school: when the process that supervises it is gone, it stops as if asked to. */
if (process.channel) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(0), 10_000).unref();
  });
  // Watching the line must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
