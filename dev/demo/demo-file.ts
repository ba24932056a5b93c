import { rename, writeFile } from 'node:fs/promises'

/** Content of `.ollio/demo.json`, which exists while the demo runs. Other programs use it to connect to the demo. */
export type DemoFile = {
  githubApiUrl: string
  githubUrl: string
  publicUrl: string
  previewUrl: string
  temporalAddress: string
  temporalUiUrl: string | null
  databaseUrl: string
  owner: string
  repo: string
  tokens: Record<'maintainer' | 'writer' | 'outsider', { login: string; token: string }>
  appId: number
  webhookUrl: string
  webhookSecret: string
  pids: { server: number; worker: number }
}

/** Written to a temporary file and renamed, so that readers never see an incomplete file. */
export async function writeDemoFile(path: string, content: DemoFile): Promise<void> {
  const aside = `${path}.${process.pid}`
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(aside, path)
}
