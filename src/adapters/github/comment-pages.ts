import type { Clients } from './octokit.ts'

type Rest = ReturnType<Clients['forRepository']>['rest']
type Place = { owner: string; repo: string; issue_number: number; since?: string }
type Comment = Awaited<ReturnType<Rest['issues']['listComments']>>['data'][number]

/** The number of the last page, from a `link` header: `<https://…?page=3>; rel="last", …`. */
function lastPage(link: string): number {
  const last = link.split(',').find((part) => part.trimEnd().endsWith('rel="last"')) ?? ''
  return Number(/[?&]page=(\d{1,7})\b/.exec(last)?.[1] ?? 1)
}

/** Comments of an issue in pages of 100, oldest first: the first page and the last two, however many are between them. */
export async function commentPages(rest: Rest, place: Place): Promise<Comment[][]> {
  const ask = (page: number) => rest.issues.listComments({ ...place, per_page: 100, page })
  const first = await ask(1)
  const last = lastPage(first.headers.link ?? '')
  const more = await Promise.all([last - 1, last].filter((page) => page > 1).map(ask))
  return [first, ...more].map(({ data }) => data)
}
