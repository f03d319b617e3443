import { connect } from 'node:net'

/**
 * The port to a virus scanner: clamd's INSTREAM over TCP (clamd(8), "COMMANDS"). It answers or throws; an answer that is neither clean
 * nor found counts as none, for a file that could not be scanned is not clean.
 */

export type ScannerAddress = { readonly host: string; readonly port: number }

export type Verdict = 'clean' | 'infected'

const chunkSize = 64 * 1024
const longestAnswer = 1024

const framed = function* (bytes: Buffer): Generator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for (let start = 0; start < bytes.length; start += chunkSize) {
    const chunk = bytes.subarray(start, start + chunkSize)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield length
    yield chunk
  }
  yield Buffer.alloc(4)
}

const verdictOf = (answer: string): Verdict | undefined => (/^stream: OK$/.test(answer) ? 'clean' : /^stream: .+ FOUND$/.test(answer) ? 'infected' : undefined)

/** Throws where the scanner cannot be reached or has not answered after `patience` milliseconds. */
export const scan = ({ host, port }: ScannerAddress, bytes: Buffer, patience: number): Promise<Verdict> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    let answer = ''
    const fail = (error: Error): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => { fail(new Error('the virus scanner did not answer in time')) }, patience)
    socket.setEncoding('utf8')
    socket.on('error', fail)
    socket.on('data', (text: string) => {
      answer += text
      if (answer.length > longestAnswer) fail(new Error('the virus scanner gave no verdict'))
      else if (answer.includes('\0')) socket.end()
    })
    socket.on('close', () => {
      clearTimeout(timer)
      const verdict = verdictOf(answer.split('\0')[0]?.trim() ?? '')
      if (verdict) resolve(verdict)
      else reject(new Error('the virus scanner gave no verdict'))
    })
    socket.on('connect', () => {
      for (const part of framed(bytes)) socket.write(part)
    })
  })
