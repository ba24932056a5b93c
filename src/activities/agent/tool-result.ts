import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import type { Changes } from '#src/domain/projects/records.ts'

/** The observation of a tool call, and the changed files after it. */
export type ToolResult = { observation: Observation; changes: Changes }
