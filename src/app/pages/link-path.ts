/** Our own link without its origin, so that it works wherever the page is reached. `below`: behind its path; `query`: behind its signature. */
export function linkPath(link: string, below = '', query = ''): string {
  const { pathname, search } = new URL(link)
  return `${pathname}${below}${search}${query}`
}
