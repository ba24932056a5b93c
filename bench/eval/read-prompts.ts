import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { EvalUsageError } from './options.ts'

const MOST = 500
const text = z.string().trim().min(1).max(4_000)
const promptSchema = z.union([
  text.transform((prompt) => ({ prompt, refinements: [] as string[] })),
  z.strictObject({ prompt: text, refinements: z.array(text).max(20).default([]) }),
])
const listSchema = z.array(promptSchema).min(1).max(MOST)

/** The prompt that starts a project, and the refinements on its pull request. */
export type Prompt = z.infer<typeof promptSchema>

/**
 * Reads a file of prompts: JSON if its name ends in `.json`, or else one per line, without empty lines and lines that start with #. Throws
 * EvalUsageError.
 */
export async function readPrompts(path: string): Promise<Prompt[]> {
  const content = await readFile(path, 'utf8').catch(() => {
    throw new EvalUsageError(`Can't read the file ${path}.`)
  })
  const list = path.endsWith('.json') ? parseJson(path, content) : linesOf(content)
  const parsed = listSchema.safeParse(list)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EvalUsageError(`${path} is not a list of 1 to ${MOST} prompts: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function linesOf(content: string): string[] {
  return content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw new EvalUsageError(`${path} is not valid JSON.`)
  }
}
