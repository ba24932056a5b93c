import { freePort, isFree } from '../processes/free-port.ts'
import { SetupError } from '../setup-error.ts'

/** First of the default ports. */
const DEFAULT_PORT = 4_400

/**
 * Three ports: `wanted` and the two after it. Throws SetupError if one of them is in use. If `wanted` is null, uses the default ports or
 * any free ones.
 */
export async function choosePorts(wanted: number | null): Promise<[github: number, pages: number, previews: number]> {
  const ports: [number, number, number] = [wanted ?? DEFAULT_PORT, (wanted ?? DEFAULT_PORT) + 1, (wanted ?? DEFAULT_PORT) + 2]
  const taken = await firstTaken(ports)
  if (taken === null) return ports
  if (wanted !== null) throw new SetupError(`Port ${taken} is already in use. Choose another one with --port N.`)
  return [await freePort(), await freePort(), await freePort()]
}

async function firstTaken(ports: readonly number[]): Promise<number | null> {
  for (const port of ports) if (!(await isFree(port))) return port
  return null
}
