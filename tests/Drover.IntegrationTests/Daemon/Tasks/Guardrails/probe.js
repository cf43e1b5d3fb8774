// Tries what a task must not do, and prints what it could.
const { execFileSync } = require('child_process');
const dgram = require('dgram');
const dns = require('dns');
const fs = require('fs');
const net = require('net');
const where = JSON.parse(process.argv[2]);

const can = (act) => { try { return act() !== false; } catch { return false; } };
const reads = (path) => can(() => fs.readFileSync(path, 'utf8').includes(where.secret));
const writes = (path) => can(() => { fs.writeFileSync(path, 'x'); fs.unlinkSync(path); });
const git = (...words) => can(() => execFileSync('git', ['-C', where.repo, ...words], { stdio: 'ignore' }));
const connects = (target) => new Promise((resolve) => {
  const socket = net.connect(target, () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});
const answers = () => new Promise((resolve) => {
  const socket = dgram.createSocket('udp4');
  const end = (value) => { socket.close(); resolve(value); };
  socket.on('error', () => end(false));
  socket.on('message', () => end(true));
  socket.connect(where.udp, where.address, (failed) => failed ? end(false) : socket.send('hello', (error) => error && end(false)));
});
const resolves = () => new Promise((resolve) => {
  const resolver = new dns.Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([`${where.address}:${where.udp}`]);
  resolver.resolve4('planted.test', (error) => resolve(!error || error.code === 'ENOTFOUND'));
});

(async () => {
  console.log(JSON.stringify({
    tcp: await connects({ host: where.address, port: where.tcp }),
    loopback: await connects({ host: '127.0.0.1', port: where.tcp }),
    udp: await answers(),
    dns: await resolves(),
    key: reads(`${where.home}/.ssh/id_ed25519`),
    netrc: reads(`${where.home}/.netrc`),
    variable: process.env.PLANTED_TOKEN === where.secret,
    token: process.env.DROVER_TOKEN === where.secret,
    notes: can(() => fs.readFileSync(`${where.home}/notes.txt`)),
    inside: writes('written'),
    temp: writes('/tmp/written'),
    outside: writes(`${where.outside}/written`),
    homeFile: writes(`${where.home}/written`),
    checkout: writes(`${where.repo}/written`),
    socket: await connects({ path: `${where.data}/s` }),
    database: can(() => fs.readFileSync(`${where.data}/drover.db`)),
    status: can(() => execFileSync('git', ['status', '--short'], { stdio: 'ignore' })),
    refs: git('update-ref', 'refs/heads/probe', 'HEAD'),
    config: git('config', 'probe.x', 'y'),
    hook: writes(`${where.repo}/.git/hooks/pre-commit`),
    pointer: can(() => { fs.renameSync('.git', '.git-moved'); fs.renameSync('.git-moved', '.git'); }),
  }));
})();
