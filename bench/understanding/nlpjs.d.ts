/** The part of nlp.js that the benchmark calls; the packages ship no types. */
declare module '@nlpjs/core' {
  export const containerBootstrap: () => Promise<Container>
  export type Container = { use: (plugin: unknown) => void; get: (name: string) => never }
}
declare module '@nlpjs/nlp' {
  export const Nlp: unknown
}
declare module '@nlpjs/lang-zh' {
  export const LangZh: unknown
}
