import { notices } from './activity-proxies.ts'
import type { NoticeInput } from './signals.ts'

/** One notice of GitHub's, from its webhook to what follows from it. */
export async function noticeWorkflow({ notice }: NoticeInput): Promise<void> {
  await notices.heed({ notice })
}
