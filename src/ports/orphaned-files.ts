/** Unfinished files of killed processes on this machine that don't appear in any list of sandboxes. */
export interface OrphanedFiles {
  /** Deletes the files that no process can be using any more; returns how many. */
  sweep(): Promise<number>
}
