/** What processes of this machine that were killed left half made, and that no list of sandboxes shows. */
export interface OrphanedFiles {
  /** Removes what nobody can be working on any more; answers how many things it removed. */
  sweep(): Promise<number>
}
