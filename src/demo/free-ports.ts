import { createServer } from 'node:net'
import { SetupError } from '../local/setup-error.ts'

/** `wanted` and the ports after it, each the next that is free; 0 lets the system choose. Throws where a wanted port is taken. */
export async function choosePorts(count: number, wanted: number | null): Promise<number[]> {
  const ports: number[] = []
  for (let index = 0; index < count; index += 1) {
    ports.push(wanted === null || wanted === 0 ? await bind(0) : await bind(wanted + index))
  }
  return ports
}

function bind(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', () => reject(new SetupError(`Port ${port} is taken. Choose others with --port N.`)))
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}
