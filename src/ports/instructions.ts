/** An instruction to a running turn. `step`: the first step whose model call included it. */
export type Instruction = { key: string; author: string; text: string; step: number | null }

/** Instructions to running turns. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Instructions {
  /** Stores an instruction for a running turn; returns false if the turn has ended. */
  keepInstruction(turnId: string, instruction: Omit<Instruction, 'step'>): Promise<boolean>
  /** Marks unread instructions as read by step `number`; returns all of the turn's, in order. */
  readInstructions(turnId: string, number: number): Promise<Instruction[]>
  /** True if there are instructions that no step has read. */
  hasUnreadInstructions(turnId: string): Promise<boolean>
  instructions(turnId: string): Promise<Instruction[]>
}
