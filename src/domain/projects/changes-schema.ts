import { z } from 'zod'
import type { Changes } from './records.ts'

export const changesSchema = z.record(z.string(), z.string().nullable()) satisfies z.ZodType<Changes>
