/** `errors` is empty if the page was built; `notes` are remarks about a built page. */
export type BuiltPage = { errors: string[]; notes: string[] }

export function failed(...errors: string[]): BuiltPage {
  return { errors, notes: [] }
}
