/** Packs files for a download. */
export interface Zip {
  /** A ZIP archive of these files, in their order; paths as given. */
  pack(files: readonly { path: string; bytes: Uint8Array }[]): Uint8Array
}
