import type { RepositoryRef } from '#src/domain/commands/command-message.ts'

/** The files of a commit, as they are in Git. */
export type CommitTree = {
  /** A gzipped tar whose entries are below one top folder. Submodules are empty folders in it. */
  archive: Uint8Array
  /** What is named in the tree and not among the files. */
  absent: AbsentFiles
}

/** At most a hundred paths each, sorted. */
export type AbsentFiles = {
  /** Folders of other repositories. */
  submodules: string[]
  /** Files of Git LFS, which contain only the address of their content. */
  pointers: string[]
}

/** Reads commits with Git, so that nothing of a tree is left out or rewritten on the way. */
export interface CommitTrees {
  /**
   * Fails with 'github-unavailable', 'github-refused' (there is no such commit, or it may not be read), 'repository-too-large',
   * 'storage-unavailable' or 'cancelled'.
   */
  read(repository: RepositoryRef, sha: string, signal: AbortSignal): Promise<CommitTree>
}
