/** Packs files for download. */
export interface Zip {
  /** Returns a ZIP archive of these files in this order; paths as given. */
  pack(files: readonly { path: string; bytes: Uint8Array }[]): Promise<Uint8Array>
}
