/** What went wrong, which is nothing where there is a page; and what is to be told of a page that there is. */
export type BuiltPage = { errors: string[]; notes: string[] }

export function failed(...errors: string[]): BuiltPage {
  return { errors, notes: [] }
}
