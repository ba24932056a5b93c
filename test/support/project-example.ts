import type { statusReply, versionsReply } from '#src/domain/messages/project-replies.ts'

type Standing = Parameters<typeof statusReply>[0]

/** How a project stands that has published two versions, and is at rest. */
export function statusOf(changes: Partial<Standing> = {}): Standing {
  return { name: 'Pricing Card', status: 'COMPLETED', ended: false, pullRequest: 12, version: 2, running: null, waiting: 0, ...changes }
}

export const version: Parameters<typeof versionsReply>[0][number] = {
  number: 2,
  summary: 'The middle tier stands out.\nThe rest is as it was.',
  commitSha: 'a1b2c3d4e5f6',
  draft: false,
  publishedAt: new Date('2026-11-24T23:59:59Z'),
  author: 'mara',
  previewUrl: 'https://ollio.example/p/1/2?s=x',
}
