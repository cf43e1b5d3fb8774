namespace Drover.IntegrationTests.Daemon.Projects.Urls;

/// <summary>What a dev server does, in node without dependencies: tells what it was asked, streams both ways, speaks over a websocket.</summary>
internal static class DevServer
{
    public const string Script =
        """
        const { createServer } = require('node:http');
        const { createHash } = require('node:crypto');
        const server = createServer((request, response) => {
          if (request.url === '/sum') {
            const sum = createHash('sha256');
            request.on('data', (piece) => sum.update(piece)).on('end', () => response.end(sum.digest('hex')));
          } else if (request.url === '/events') {
            response.writeHead(200, { 'Content-Type': 'text/event-stream' });
            response.write('data: first\n\n');
            process.once('SIGUSR1', () => response.end('data: second\n\n'));
          } else if (request.url === '/half') {
            response.writeHead(200, { 'Content-Length': 100 });
            response.write('half', () => response.destroy());
          } else if (request.url === '/away') {
            response.writeHead(302, { Location: `http://${request.headers.host}/here`, 'Set-Cookie': ['a=1', 'b=2'] }).end();
          } else if (request.url === '/none') {
            response.writeHead(404).end();
          } else if (request.url === '/control') {
            request.socket.end('HTTP/1.1 200 OK\r\nX-Bad: a\x01b\r\nContent-Length: 0\r\n\r\n');
          } else if (request.url === '/babble') {
            request.socket.end('what is it?\r\n\r\n');
          } else {
            const pieces = [];
            request.on('data', (piece) => pieces.push(piece)).on('end', () => {
              response.writeHead(200, { 'Content-Type': 'application/json', 'X-Method': request.method });
              response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(pieces).toString() }));
            });
          }
        });
        server.on('upgrade', (request, socket) => {
          const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
          socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`
            + 'Sec-WebSocket-Protocol: vite-hmr\r\n\r\n');
          say(`${request.headers.host} ${request.headers.origin} ${request.url}`);
          socket.on('data', (frame) => {
            if ((frame[0] & 15) === 8) { socket.end(Buffer.from([0x88, 2, 3, 232])); return; }
            const mask = frame.subarray(2, 6);
            say('you said ' + Buffer.from(frame.subarray(6, 6 + (frame[1] & 127)).map((byte, index) => byte ^ mask[index % 4])));
          });
          function say(text) { socket.write(Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)])); }
        });
        server.listen(Number(process.env.PORT), process.argv[2], () => console.log('listening'));
        """;
}
