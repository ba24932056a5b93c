/**
 * A link of ours without its origin, so that it works at any address of the page. `below` is added to the path, `query` after the
 * signature.
 */
export function linkPath(link: string, below = '', query = ''): string {
  const { pathname, search } = new URL(link)
  return `${pathname}${below}${search}${query}`
}
