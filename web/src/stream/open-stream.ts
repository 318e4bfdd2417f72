/** For tests: an event stream that the test writes to and cuts. */
export class OpenStream {
  readonly response: Response
  private controller!: ReadableStreamDefaultController<Uint8Array>
  private isCut = false
  private readonly encoder = new TextEncoder()

  constructor(signal: AbortSignal) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.controller = controller),
    })
    this.response = new Response(body)
    signal.addEventListener('abort', () => this.cut())
  }

  send(event: string, data: unknown, id?: number): void {
    if (this.isCut) return
    const idLine = id === undefined ? '' : `id: ${id}\n`
    this.controller.enqueue(
      this.encoder.encode(`event: ${event}\n${idLine}data: ${JSON.stringify(data)}\n\n`),
    )
  }

  cut(): void {
    if (this.isCut) return
    this.isCut = true
    this.controller.close()
  }
}
