import type { Clients } from './octokit.ts'

type Rest = ReturnType<Clients['forRepository']>['rest']
type Place = { owner: string; repo: string; issue_number: number; since?: string }
type Comment = Awaited<ReturnType<Rest['issues']['listComments']>>['data'][number]

const LAST_PAGE = /[?&]page=(\d+)[^>]*>; rel="last"/

/** Comments of an issue in pages of 100, oldest first: the first page and the last two, however many are between them. */
export async function commentPages(rest: Rest, place: Place): Promise<Comment[][]> {
  const ask = (page: number) => rest.issues.listComments({ ...place, per_page: 100, page })
  const first = await ask(1)
  const last = Number(LAST_PAGE.exec(first.headers.link ?? '')?.[1] ?? 1)
  const more = await Promise.all([last - 1, last].filter((page) => page > 1).map(ask))
  return [first, ...more].map(({ data }) => data)
}
