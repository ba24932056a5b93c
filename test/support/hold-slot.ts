import { takeSlot } from '#src/adapters/machine/machine-slots.ts'

/** Runs in another process: takes the first slot for checks of a group and keeps it. */
await takeSlot(`${process.argv[2]}-check`, 0)
process.send?.('taken')
setInterval(() => undefined, 1_000)
