/** Loaded into every part of a school: when the process that supervises it is gone, it stops as if asked to. */
if (process.channel && String(process.ppid) === process.env.UHS_SUPERVISOR) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(0), 10_000).unref();
  });
  // Watching the line must not keep a process alive that has nothing else to do. Only here: a part's own children
  // inherit this file and may be waiting for their first word on theirs.
  process.channel.unref();
}
