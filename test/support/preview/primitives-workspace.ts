import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from './compile-page.ts'

const FOLDER = join(import.meta.dirname, '../../../sandbox-templates/react/primitives')

/** The names of all primitives, such as `button`. */
export const PRIMITIVES = (await readdir(FOLDER)).filter((name) => name.endsWith('.tsx')).map((name) => name.replace('.tsx', ''))

export function primitive(file: string): Promise<string> {
  return readFile(join(FOLDER, file), 'utf8')
}

/** An empty repository with all primitives copied as the README says, and a page that shows them. */
export async function showcase(): Promise<Workspace> {
  const components = await Promise.all(
    PRIMITIVES.map(async (name) => [`src/components/ui/${name}.tsx`, await primitive(`${name}.tsx`)] as const),
  )
  return {
    ...Object.fromEntries(components),
    'src/lib/cn.ts': await primitive('cn.ts'),
    'src/index.css': await primitive('theme.css'),
    'tsconfig.json': JSON.stringify({ compilerOptions: STRICT, include: ['src'] }),
    '.ollio/preview.tsx': PAGE,
  }
}

const STRICT = {
  ...{ target: 'ES2023', module: 'ESNext', moduleResolution: 'bundler', jsx: 'react-jsx', strict: true, isolatedModules: true },
  ...{ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noUnusedLocals: true, noImplicitReturns: true },
  ...{ verbatimModuleSyntax: true, erasableSyntaxOnly: true, noEmit: true },
}

const NAMES: Record<string, string> = {
  avatar: 'Avatar, AvatarFallback, AvatarImage',
  badge: 'Badge',
  button: 'Button, buttonVariants',
  card: 'Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle',
  checkbox: 'Checkbox',
  dialog: 'Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle, DialogTrigger',
  'dropdown-menu':
    'DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger',
  input: 'Input',
  label: 'Label',
  select: 'Select, SelectContent, SelectGroup, SelectItem, SelectLabel, SelectTrigger, SelectValue',
  skeleton: 'Skeleton',
  switch: 'Switch',
  table: 'Table, TableBody, TableCaption, TableCell, TableHead, TableHeader, TableRow',
  tabs: 'Tabs, TabsContent, TabsList, TabsTrigger',
  tooltip: 'Tooltip, TooltipContent, TooltipTrigger',
}

const PAGE = `${PRIMITIVES.map((name) => `import { ${NAMES[name]} } from '../src/components/ui/${name}'`).join('\n')}

export default function Preview() {
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-6 p-4">
      <h1 className="text-2xl font-semibold">Seed bank</h1>
      <Card>
        <CardHeader>
          <CardTitle>Reminders</CardTitle>
          <CardDescription>What we write to you about.</CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          <Label htmlFor="name">Name</Label>
          <Input id="name" placeholder="As on the packet" />
          <Label htmlFor="wrong">Weight</Label>
          <Input id="wrong" aria-invalid defaultValue="heavy" />
          <Label htmlFor="kind">Kind</Label>
          <Select>
            <SelectTrigger id="kind"><SelectValue placeholder="Choose one" /></SelectTrigger>
            <SelectContent>
              <SelectGroup>
                <SelectLabel>Annual</SelectLabel>
                <SelectItem value="bean">Bean</SelectItem>
                <SelectItem value="pea">Pea</SelectItem>
                <SelectItem value="none" disabled>Sold out</SelectItem>
              </SelectGroup>
            </SelectContent>
          </Select>
          <Label><Checkbox id="weekly" /> Every week</Label>
          <Label><Checkbox id="some" checked="indeterminate" /> Some of them</Label>
          <Label htmlFor="mail">By mail</Label>
          <Switch id="mail" />
          <Label htmlFor="post">By post</Label>
          <Switch id="post" defaultChecked />
        </CardContent>
        <CardFooter>
          <Button>Save</Button>
          <Button variant="outline" disabled>Reset</Button>
          <Button variant="ghost" size="small">Skip</Button>
          <Button variant="destructive">Forget me</Button>
          <a className={buttonVariants({ variant: 'outline', size: 'large' })} href="#top">To the top</a>
        </CardFooter>
      </Card>
      <Dialog>
        <DialogTrigger asChild><Button variant="outline">Order</Button></DialogTrigger>
        <DialogContent>
          <DialogTitle>Order seeds</DialogTitle>
          <DialogDescription>They come within a week.</DialogDescription>
          <Label htmlFor="count">How many</Label>
          <Input id="count" type="number" />
          <DialogFooter><DialogClose asChild><Button>Send</Button></DialogClose></DialogFooter>
        </DialogContent>
      </Dialog>
      <Tabs defaultValue="sow">
        <TabsList aria-label="Seasons">
          <TabsTrigger value="sow">Sow</TabsTrigger>
          <TabsTrigger value="grow">Grow</TabsTrigger>
          <TabsTrigger value="reap">Reap</TabsTrigger>
        </TabsList>
        <TabsContent value="sow">In March</TabsContent>
        <TabsContent value="grow">In June</TabsContent>
        <TabsContent value="reap">In August</TabsContent>
      </Tabs>
      <DropdownMenu>
        <DropdownMenuTrigger asChild><Button variant="outline">Actions</Button></DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuLabel>This seed</DropdownMenuLabel>
          <DropdownMenuItem>Copy</DropdownMenuItem>
          <DropdownMenuCheckboxItem checked>Starred</DropdownMenuCheckboxItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive>Delete</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Tooltip delayDuration={0}>
        <TooltipTrigger asChild><Button variant="outline" size="icon" aria-label="Help">?</Button></TooltipTrigger>
        <TooltipContent>Seeds keep for two years</TooltipContent>
      </Tooltip>
      <Table label="Stock">
        <TableCaption>What is left</TableCaption>
        <TableHeader><TableRow><TableHead>Seed</TableHead><TableHead>Packets on the shelf</TableHead><TableHead>Where they stand</TableHead></TableRow></TableHeader>
        <TableBody>
          <TableRow><TableHead scope="row">Bean</TableHead><TableCell>12</TableCell><TableCell>By the window</TableCell></TableRow>
        </TableBody>
      </Table>
      <p className="flex flex-wrap gap-2">
        <Badge>New</Badge> <Badge variant="primary">Ours</Badge> <Badge variant="destructive">Gone</Badge> <Badge variant="outline">Old</Badge>
      </p>
      <Avatar><AvatarImage src="none.png" alt="Ines" /><AvatarFallback>IN</AvatarFallback></Avatar>
      <div aria-busy="true"><span className="sr-only">Loading</span><Skeleton className="w-1/2" /></div>
    </main>
  )
}
`
