import { freePort, isFree } from '../processes/free-port.ts'
import { SetupError } from '../setup-error.ts'

/** Where the demo is looked for first. */
const USUAL = 4_400

/** Three ports: `wanted` and the two after it, or SetupError where one of them is taken; without a wish the usual ones, or whichever are free. */
export async function choosePorts(wanted: number | null): Promise<[github: number, pages: number, previews: number]> {
  const ports: [number, number, number] = [wanted ?? USUAL, (wanted ?? USUAL) + 1, (wanted ?? USUAL) + 2]
  const taken = await firstTaken(ports)
  if (taken === null) return ports
  if (wanted !== null) throw new SetupError(`Port ${taken} is taken. Choose others with --port N.`)
  return [await freePort(), await freePort(), await freePort()]
}

async function firstTaken(ports: readonly number[]): Promise<number | null> {
  for (const port of ports) if (!(await isFree(port))) return port
  return null
}
