import { visitPage } from './visit-page.ts'

/** Runs in another process: visits a page that never ends, and reports when the browser requests it. */
await visitPage(
  { script: 'for (;;) {}' },
  {
    limits: { processorMs: 60_000, realMs: 120_000 },
    headersFor: ({ contentType }) => {
      console.log('asked')
      return { 'content-type': contentType }
    },
  },
)
