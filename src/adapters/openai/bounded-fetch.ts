/** `fetch` whose answer ends with an error after so many bytes, whatever they are: an answer, an endless line, or an error. */
export function boundedFetch(limitBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.body === null) return response
    let bytes = 0
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > limitBytes) controller.error(new Error(`The answer is larger than ${limitBytes} bytes`))
        else controller.enqueue(chunk)
      },
    })
    return new Response(response.body.pipeThrough(counted), response)
  }
}
