import type { ServerFrame } from '@xinqiao/contract/socket.ts'
import type { WebSocket } from 'ws'

/** One socket as a line with limits: how fast is read from it, how much may wait in it, and when it is cut. */

export type LineLimits = {
  /** Frames a second that are read in the long run, and how many at once after a silence. */
  readonly rate: number
  readonly burst: number
  /** Frames of this line that wait for their turn, and messages that wait to be stored; more are not read before. */
  readonly inFlight: number
  /** Bytes that wait to be sent; a client that is slower is cut, and resumes. */
  readonly mostBuffered: number
}

export const lineLimits: LineLimits = { rate: 500, burst: 1000, inFlight: 64, mostBuffered: 1_048_576 }

/** A replay goes on when less than this waits to be sent. */
const roomyBelow = 65_536

export const closeCodes = { policy: 1008, tryAgain: 1013, sessionEnded: 4401 } as const

export type Line = {
  readonly send: (frame: ServerFrame) => void
  readonly roomy: () => Promise<void>
  /** Counts a frame that came in. */
  readonly count: () => void
  readonly flight: { readonly start: () => void; readonly end: () => void }
  readonly isOpen: () => boolean
  readonly close: (code: number, reason: string) => void
}

/** Reads slowly what comes too fast: nothing is refused and nothing lost, the sender's own buffer fills. */
const createThrottle = (socket: WebSocket, { rate, burst }: LineLimits) => {
  let tokens = burst
  let filledAt = performance.now()
  let waiting: NodeJS.Timeout | undefined
  const reasons = new Set<'rate' | 'flight'>()
  const hold = (reason: 'rate' | 'flight'): void => {
    reasons.add(reason)
    socket.pause()
  }
  const release = (reason: 'rate' | 'flight'): void => {
    reasons.delete(reason)
    if (reasons.size === 0) socket.resume()
  }
  return {
    hold, release,
    count: (): void => {
      const now = performance.now()
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate) - 1
      filledAt = now
      if (tokens >= 0 || waiting) return
      hold('rate')
      waiting = setTimeout(() => {
        waiting = undefined
        release('rate')
      }, (-tokens / rate) * 1000 + 20)
    },
  }
}

export const createLine = (socket: WebSocket, limits: LineLimits): Line => {
  const throttle = createThrottle(socket, limits)
  let open = true
  let flying = 0
  const isOpen = (): boolean => open
  socket.once('close', () => {
    open = false
  })
  return {
    isOpen,
    count: throttle.count,
    send: (frame) => {
      if (!open) return
      socket.send(JSON.stringify(frame))
      if (socket.bufferedAmount <= limits.mostBuffered) return
      open = false
      socket.terminate()
    },
    roomy: async () => {
      for (; isOpen() && socket.bufferedAmount > roomyBelow; ) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    flight: {
      start: () => {
        flying += 1
        if (flying === limits.inFlight) throttle.hold('flight')
      },
      end: () => {
        flying -= 1
        if (flying === limits.inFlight / 2) throttle.release('flight')
      },
    },
    close: (code, reason) => {
      if (!open) return
      open = false
      socket.close(code, reason)
      // A client that does not answer the farewell is cut.
      setTimeout(() => socket.terminate(), 1000).unref()
    },
  }
}
