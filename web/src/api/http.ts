/** The server said no, or could not be reached (`status` 0, code `offline`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: unknown = null,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** Nothing is known about what happened: trying the same again is right. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

/** The error behind a failed answer. A body that is not the API's error shape (a proxy's page, say) still makes one. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const error = (body as { error?: { code?: unknown; message?: unknown; details?: unknown } } | null)?.error
  return new ApiError(
    response.status,
    typeof error?.code === 'string' ? error.code : `http_${response.status}`,
    typeof error?.message === 'string' ? error.message : response.statusText,
    error?.details ?? null,
  )
}

export interface HttpOptions {
  /** Origin of the server, without a trailing slash; '' for the page's own. */
  base: string
  /** Headers for this request, asked for each time: tokens change. */
  headers: (method: string) => Record<string, string>
  credentials: RequestCredentials
}

export interface Http {
  /** JSON in, JSON out; `undefined` for 204. Throws ApiError, or AbortError when `signal` fires. */
  json<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T>
  /** Any request, for streams, pictures and forms. Throws ApiError, or AbortError when `signal` fires. */
  raw(method: string, path: string, init?: RequestInit): Promise<Response>
}

export function createHttp({ base, headers, credentials }: HttpOptions): Http {
  async function raw(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response
    try {
      response = await fetch(base + path, {
        cache: 'no-store',
        ...init,
        method,
        credentials,
        headers: { ...headers(method), ...(init.headers as Record<string, string> | undefined) },
      })
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      throw new ApiError(0, 'offline', 'The server cannot be reached')
    }
    if (!response.ok) throw await errorOf(response)
    return response
  }

  return {
    raw,
    async json<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
      const init: RequestInit =
        body === undefined
          ? { signal }
          : { signal, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
      const response = await raw(method, path, init)
      return (response.status === 204 ? undefined : await response.json()) as T
    },
  }
}
