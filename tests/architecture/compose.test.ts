/**
 * docker-compose.yml is started where none of our tests run, so what must be true of it is checked here: no secret in
 * the file, the queue never forgets, every role runs, every container says whether it is well.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROLES } from '../../src/kernel/config.ts'

interface Service {
  image?: string
  build?: { context: string; dockerfile_inline: string }
  command?: string[]
  container_name?: string
  environment?: Record<string, string>
  healthcheck?: { test: string[] }
  networks?: string[]
  ports?: string[]
  privileged?: boolean
  read_only?: boolean
  restart?: string
  security_opt?: string[]
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
}

interface Compose {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean } | null>
  volumes: Record<string, unknown>
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const text = read('docker-compose.yml')
const compose = parse(text, { merge: true }) as Compose
const services = Object.entries(compose.services)
const ours = services.filter(([, service]) => service.image === 'loa:local')
const rolesOf = (service: Service): string[] => (service.command ?? []).at(-1)?.split(',') ?? []

/** Settings that could hold a secret, and hold something else than a required variable. */
function literalSecrets(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => (/PASSWORD|SECRET|TOKEN|KEY/.test(name) ? !/^\$\{\w+:\?[^}]+\}$/.test(value) : /:\/\/[^@]*@/.test(value) && !/:\/\/\w*:\$\{\w+:\?[^}]+\}@/.test(value)))
    .map(([name]) => name)
}

describe('secrets', () => {
  test.each(services)('%s is given its secrets by variables that must be set', (_name, service) => {
    expect(literalSecrets(service.environment ?? {})).toEqual([])
  })

  test('a secret written into the file would be found', () => {
    const planted = { POSTGRES_PASSWORD: 'chuoi', LOA_KEYS: '${LOA_KEYS}', DATABASE_URL: 'postgresql://loa:chuoi@postgres/loa', LOA_HOST: '0.0.0.0' }
    expect(literalSecrets(planted)).toEqual(['POSTGRES_PASSWORD', 'LOA_KEYS', 'DATABASE_URL'])
  })

  test('neither git nor the image takes the settings or the data of this machine', () => {
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', '.loa/']))
    expect(read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*')
  })
})

describe('containers', () => {
  test.each(services)('%s starts again by itself, says whether it is well, and gains no rights', (_name, service) => {
    expect(service.restart).toBe('unless-stopped')
    expect(service.healthcheck?.test.length).toBeGreaterThan(1)
    expect(service.security_opt).toContain('no-new-privileges:true')
    expect(service.privileged).toBeUndefined()
    expect(service.read_only).toBe(true)
  })

  test.each(ours)('%s waits until the stores are well', (_name, service) => {
    expect(service.depends_on).toEqual({ postgres: { condition: 'service_healthy' }, valkey: { condition: 'service_healthy' } })
  })

  test('every role runs, and none in two services', () => {
    expect(ours.flatMap(([, service]) => rolesOf(service)).sort()).toEqual([...ROLES].sort())
  })

  test('workers can be multiplied: no fixed name, no port', () => {
    const worker = compose.services.worker
    expect(worker?.container_name ?? worker?.ports).toBeUndefined()
  })

  test('only the web is published, and only to this machine unless somebody says otherwise', () => {
    expect(services.filter(([, service]) => service.ports !== undefined).map(([name, service]) => [name, service.ports])).toEqual([['loa', ['${LOA_PUBLISH:-127.0.0.1:8080}:8080']]])
  })
})

describe('stores', () => {
  test.each(['postgres', 'valkey'])('%s keeps its data in a volume and is reached from inside only', (name) => {
    const service = compose.services[name] as Service
    const [volume] = (service.volumes?.[0] ?? '').split(':')
    expect(Object.keys(compose.volumes)).toContain(volume)
    expect(service.networks?.map((network) => compose.networks[network]?.internal)).toEqual([true])
  })

  test('the queue refuses new work when it is full, and survives a restart', () => {
    const command = compose.services.valkey?.command?.join(' ') ?? ''
    for (const setting of ['maxmemory-policy noeviction', 'appendonly yes', 'appendfsync everysec']) expect(command).toContain(setting)
  })
})

describe('the image', () => {
  const dockerfile = compose.services.loa?.build?.dockerfile_inline ?? ''
  const packageJson = JSON.parse(read('package.json')) as { files: string[]; engines: { node: string } }
  const runtime = dockerfile.split(/^FROM /m).at(-1) as string

  test.each(packageJson.files.filter((file) => file !== 'README.md'))('holds %s, which the program reads', (file) => {
    expect(runtime).toContain(`/app/${file} ${file}`)
  })

  test('runs as an ordinary user', () => {
    expect(runtime).toMatch(/^USER node$/m)
  })

  test('takes from the folder only what .dockerignore lets through', () => {
    const through = read('.dockerignore').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    const taken = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => (names as string).split(' '))
    expect(taken.sort()).toEqual(through.sort())
  })
})
