/** Something that this machine lacks: one sentence, shown without a stack. */
export class SetupProblem extends Error {}
