// A small web server with no dependencies: what a person tries Drover on first.
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const page = readFileSync(join(__dirname, 'index.html'));
const wanted = process.env.PORT ? Number(process.env.PORT) : 5173;
let requests = 0;

const server = createServer((request, response) => {
  requests += 1;
  console.log(`${request.method} ${request.url}`);
  if (request.url === '/') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
  } else if (request.url === '/health') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ok: true, requests }));
  } else if (request.url === '/crash') {
    response.end('crashing\n', () => {
      throw new Error('asked to crash');
    });
  } else {
    console.error(`nothing at ${request.url}`);
    response.writeHead(404).end('not found\n');
  }
});

server.on('error', (problem) => {
  // Without a PORT of our own, another program on 5173 is no reason to fail.
  if (problem.code === 'EADDRINUSE' && !process.env.PORT && wanted !== 0) {
    console.error(`port ${wanted} is taken; using a free one`);
    server.listen(0, 'localhost');
  } else {
    console.error(problem.message);
    process.exit(1);
  }
});

server.on('listening', () => console.log(`listening on http://localhost:${server.address().port}`));
server.listen(wanted, 'localhost');

process.on('SIGTERM', () => {
  console.log('closing');
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
