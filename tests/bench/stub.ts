import { startProcess } from './process.ts'
import type { StubReport } from './processes/provider-stub.ts'

export interface Stub {
  url: string
  report(): Promise<StubReport>
  arrivals(): Promise<ReadonlyMap<string, number>>
  /** Empties its memory before the next run. */
  forget(): Promise<void>
  end(): Promise<void>
}

export async function startStub(): Promise<Stub> {
  const stub = await startProcess<{ port: number }>('provider-stub', [])
  return {
    url: `http://127.0.0.1:${stub.said.port}`,
    report: () => stub.ask('report'),
    arrivals: async () => new Map((await stub.ask<StubReport>('arrivals')).arrivals),
    forget: () => stub.ask('forget'),
    end: () => stub.end(),
  }
}

/** Settings that make Loa send its SMS to the stub, in eSMS's own wire format. */
export const stubChannel = (url: string): Readonly<Record<string, string>> => ({
  SMS_PROVIDER: 'esms',
  ESMS_URL: url,
  ESMS_API_KEY: 'khoa-bia-dat',
  ESMS_SECRET_KEY: 'bi-mat-bia-dat',
  ESMS_BRANDNAME: 'XA BIA DAT',
  ESMS_CALLBACK_TOKEN: 'ma-bia-dat-cua-bench',
  // As fast as it goes: the bench measures us, not the provider.
  ESMS_PER_SECOND: '10000',
})
