import { visitPage } from './visit-page.ts'

/** Another process: visits a page that never ends, and says when the browser asks for it. */
await visitPage(
  { script: 'for (;;) {}' },
  {
    timeoutMs: 60_000,
    headersFor: ({ contentType }) => {
      console.log('asked')
      return { 'content-type': contentType }
    },
  },
)
