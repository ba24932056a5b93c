import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Bench, BenchOptions } from './measurement.ts'
import { benchCancel } from './cancel.ts'
import { benchGrowth } from './growth.ts'
import { benchHistory } from './history.ts'
import { benchMemory } from './memory.ts'
import { benchSandbox } from './sandbox-phases.ts'
import { benchStep } from './step.ts'
import { benchTurn } from './turn.ts'
import { benchWebhook } from './webhook.ts'
import { jsonOf, tableOf } from './table.ts'

const BENCHES: Record<string, (options: BenchOptions) => Promise<Bench[]>> = {
  webhook: benchWebhook,
  turn: benchTurn,
  step: benchStep,
  cancel: benchCancel,
  memory: benchMemory,
  history: benchHistory,
  growth: benchGrowth,
  sandbox: benchSandbox,
}
const NAMES = Object.keys(BENCHES)
const SAMPLES = { usual: 30, most: 1_000 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    samples: { type: 'string', default: String(SAMPLES.usual) },
  },
})
const samples = Number(values.samples)
const unknown = positionals.filter((name) => !NAMES.includes(name))
if (unknown.length > 0 || !Number.isInteger(samples) || samples < 1 || samples > SAMPLES.most) {
  console.error(`Usage: npm run bench -- [${NAMES.join('|')}] [--samples 1..${SAMPLES.most}] [--json] [--trace]`)
  process.exit(2)
}

const benches: Bench[] = []
for (const name of positionals.length === 0 ? NAMES : positionals) {
  const onProgress = (message: string): void => console.error(`${name}: ${message}`)
  benches.push(...((await BENCHES[name]?.({ samples, trace: values.trace, onProgress })) ?? []))
}
const machine = `${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`
if (values.json) console.log(JSON.stringify({ machine, benches: benches.map(jsonOf) }, null, 2))
else console.log([`Measured on ${machine}.`, ...benches.map(tableOf)].join('\n\n'))
