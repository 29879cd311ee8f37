// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `diffusion`. */
export const diffusion: readonly Reference[] = [
  {
    task: "diffusion",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "257d6661f7e8f820",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 32.84079757730038,
          decay: 0.001474036153828275,
          hyperparameters: {
            beta1: 0.2787553020801765,
            beta2: 0.999488910082528,
          },
        },
        loss: 0.5757466177456081,
        deviation: 0.020491195657957786,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 36.51885975963748,
          decay: 0.0011953500581658085,
          hyperparameters: {
            beta1: 0.5318963835462089,
            beta2: 0.9993106915223758,
          },
        },
        loss: 0.40650159073993564,
        deviation: 0.01801228212461498,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 29.199780917779684,
          decay: 0.004879839386187873,
          hyperparameters: {
            beta1: 0.6061350240356163,
            beta2: 0.9995272447419885,
          },
        },
        loss: 0.3265367487911135,
        deviation: 0.00703412742942751,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 22.172021727944042,
          decay: 0.0002146268401568312,
          hyperparameters: {
            beta1: 0.7803527555650392,
            beta2: 0.9996701030548982,
          },
        },
        loss: 0.3119755517691374,
        deviation: 0.007754122041127925,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 38.80595380976863,
          decay: 0.0028315193461898643,
          hyperparameters: {
            beta1: 0.7245690965913274,
            beta2: 0.9994650468443557,
          },
        },
        loss: 0.30010166577994823,
        deviation: 0.004827639797865539,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 29.199780917779684,
          decay: 0.004879839386187873,
          hyperparameters: {
            beta1: 0.6061350240356163,
            beta2: 0.9995272447419885,
          },
        },
        loss: 0.3265367487911135,
        deviation: 0.00703412742942751,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 24.98059187376281,
          decay: 0.001491915725053383,
          hyperparameters: {
            beta1: 0.6810258702095806,
            beta2: 0.9993234546223537,
          },
        },
        loss: 0.3345944848842919,
        deviation: 0.01128683362111944,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 125.57415204108962,
          decay: 0.016154849644050777,
          hyperparameters: {
            beta1: 0.4852680640744248,
            beta2: 0.9983802529070717,
          },
        },
        loss: 0.4027537670917809,
        deviation: 0.011987937106113882,
        edges: ["beta2"],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 147.31968732937108,
          decay: 0.0004957327093458802,
          hyperparameters: {
            beta: 0.837989645507464,
          },
        },
        loss: 0.458960976684466,
        deviation: 0.02232400891458428,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 7.646258880545969,
          decay: 0.00009429459372882872,
          hyperparameters: {
            learning_rate: 0.006197871409921158,
            momentum: 0.902419833116766,
            adam_learning_rate: 0.011321465150740631,
            beta1: 0.5061158044519309,
            beta2: 0.9986400320370095,
          },
        },
        loss: 0.3146277437917888,
        deviation: 0.004387147975802085,
        edges: [],
      },
    },
  },
  {
    task: "diffusion",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "e348f1f3687c35a0",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 22.374315997746006,
          decay: 0.057758462844114934,
          hyperparameters: {
            beta1: 0.730114539172917,
            beta2: 0.9992386466287372,
          },
        },
        loss: 0.5575981631409377,
        deviation: 0.014184008574938343,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 18.25942987981892,
          decay: 0.02750760371818862,
          hyperparameters: {
            beta1: 0.7216639243773235,
            beta2: 0.9991060775008608,
          },
        },
        loss: 0.38293702714145184,
        deviation: 0.008477818235318095,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 15.140056120842512,
          decay: 0.0146694446661534,
          hyperparameters: {
            beta1: 0.6825924235690093,
            beta2: 0.99905192006558,
          },
        },
        loss: 0.32263368577696383,
        deviation: 0.010072546849302179,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 9.834563276179596,
          decay: 0.000048680866153287414,
          hyperparameters: {
            beta1: 0.7663822803450338,
            beta2: 0.9993730503473258,
          },
        },
        loss: 0.31562673789449036,
        deviation: 0.013256962777816237,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 6.776754305217459,
          decay: 0.0009084539557086408,
          hyperparameters: {
            beta1: 0.9422401455441846,
            beta2: 0.9989842851883496,
          },
        },
        loss: 0.3063071055803448,
        deviation: 0.009165558193768804,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 15.140056120842512,
          decay: 0.0146694446661534,
          hyperparameters: {
            beta1: 0.6825924235690093,
            beta2: 0.99905192006558,
          },
        },
        loss: 0.32263368577696383,
        deviation: 0.010072546849302179,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 11.542573032213548,
          decay: 0.010123536185898957,
          hyperparameters: {
            beta1: 0.6776614155772744,
            beta2: 0.9992078352680566,
          },
        },
        loss: 0.326448077801615,
        deviation: 0.010398371241550896,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 14.431912995006167,
          decay: 0.00021108117214057662,
          hyperparameters: {
            beta1: 0.825811214521913,
            beta2: 0.9552055528468457,
          },
        },
        loss: 0.451171851484105,
        deviation: 0.03067875924659679,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 32.73759851591485,
          decay: 0.00010505958514419723,
          hyperparameters: {
            beta: 0.8697913278370737,
          },
        },
        loss: 0.3579539449419826,
        deviation: 0.015371822266351138,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.4926062728638605,
          decay: 0.00016815677033236442,
          hyperparameters: {
            learning_rate: 0.011862156305420455,
            momentum: 0.9427663416088181,
            adam_learning_rate: 0.017187932296658087,
            beta1: 0.8649438843349652,
            beta2: 0.999457327817825,
          },
        },
        loss: 0.32806492410600185,
        deviation: 0.012137789264694596,
        edges: [],
      },
    },
  },
  {
    task: "diffusion",
    size: 10,
    horizon: 400,
    batch: 64,
    fingerprint: "ec37a13437fe1a7c",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 15.870548279678626,
          decay: 0.037667977478778696,
          hyperparameters: {
            beta1: 0.7070505494281549,
            beta2: 0.9995450070680599,
          },
        },
        loss: 0.4496591305360198,
        deviation: 0.012353642447871318,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 15.979025305029193,
          decay: 0.001444291024943381,
          hyperparameters: {
            beta1: 0.6748722071705118,
            beta2: 0.9996420415647742,
          },
        },
        loss: 0.41375353606417775,
        deviation: 0.025743426468575095,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 21.47828712592429,
          decay: 0.0112838587863553,
          hyperparameters: {
            beta1: 0.7962115460399777,
            beta2: 0.9996121271355423,
          },
        },
        loss: 0.35310314456000924,
        deviation: 0.00956968694860454,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 18.504693886205484,
          decay: 0.001161513913773358,
          hyperparameters: {
            beta1: 0.8021554428525307,
            beta2: 0.9996489915496756,
          },
        },
        loss: 0.3301504096016288,
        deviation: 0.0048836096748748935,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 15.979025305029193,
          decay: 0.001444291024943381,
          hyperparameters: {
            beta1: 0.6748722071705118,
            beta2: 0.9996420415647742,
          },
        },
        loss: 0.41375353606417775,
        deviation: 0.025743426468575095,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 16.561717781375737,
          decay: 0.015580968612054637,
          hyperparameters: {
            beta1: 0.765806484116391,
            beta2: 0.9991032031805681,
          },
        },
        loss: 0.40142840845510364,
        deviation: 0.009515711694733442,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 62.21939539523113,
          decay: 0.09441883100146957,
          hyperparameters: {
            beta1: 0.09335216873991292,
            beta2: 0.9984411099267033,
          },
        },
        loss: 0.4802323183976114,
        deviation: 0.013392233836841391,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 165.237299301957,
          decay: 0.0003694996862748334,
          hyperparameters: {
            beta: 0.7217036217457837,
          },
        },
        loss: 0.4635421736165881,
        deviation: 0.0063087912115473615,
        edges: ["beta"],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 5.272357456482606,
          decay: 0.0005395192051804622,
          hyperparameters: {
            learning_rate: 0.008692553083920963,
            momentum: 0.8999026209190989,
            adam_learning_rate: 0.009604574174711543,
            beta1: 0.6772398464180263,
            beta2: 0.9989715768901201,
          },
        },
        loss: 0.3453975752927363,
        deviation: 0.0029618847874405673,
        edges: [],
      },
    },
  },
  {
    task: "diffusion",
    size: 100,
    horizon: 700,
    batch: 64,
    fingerprint: "d8bfeef7723b9644",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 350,
        setting: {
          scale: 7.201167185375105,
          decay: 0.03167143498915807,
          hyperparameters: {
            beta1: 0.5964248523159731,
            beta2: 0.9996558065963121,
          },
        },
        loss: 0.4479600666090846,
        deviation: 0.008152497834687631,
        edges: [],
      },
      {
        horizon: 700,
        setting: {
          scale: 7.201167185375105,
          decay: 0.03167143498915807,
          hyperparameters: {
            beta1: 0.5964248523159731,
            beta2: 0.9996558065963121,
          },
        },
        loss: 0.3401621989905834,
        deviation: 0.0009766241395164047,
        edges: [],
      },
      {
        horizon: 1400,
        setting: {
          scale: 6.490609763963757,
          decay: 0.03186293804023372,
          hyperparameters: {
            beta1: 0.5731956180043507,
            beta2: 0.9996522563344727,
          },
        },
        loss: 0.2993510356172919,
        deviation: 0.004126422764862511,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 700,
        setting: {
          scale: 7.201167185375105,
          decay: 0.03167143498915807,
          hyperparameters: {
            beta1: 0.5964248523159731,
            beta2: 0.9996558065963121,
          },
        },
        loss: 0.3401621989905834,
        deviation: 0.0009766241395164047,
        edges: [],
      },
      nadamw: {
        horizon: 700,
        setting: {
          scale: 12.831697952904678,
          decay: 0.035170152821137966,
          hyperparameters: {
            beta1: 0.8594973823270826,
            beta2: 0.9992791685616506,
          },
        },
        loss: 0.3864838173612952,
        deviation: 0.025590616794634344,
        edges: [],
      },
      lion: {
        horizon: 700,
        setting: {
          scale: 27.472825908708845,
          decay: 0.1362484025965635,
          hyperparameters: {
            beta1: 0.04367860041915694,
            beta2: 0.998862953181305,
          },
        },
        loss: 0.5795440040528774,
        deviation: 0.0023396558545367495,
        edges: [],
      },
      nesterov: {
        horizon: 700,
        setting: {
          scale: 167.12016901926876,
          decay: 0.0006900267391462807,
          hyperparameters: {
            beta: 0.7511297396455219,
          },
        },
        loss: 0.40081777051091194,
        deviation: 0.039284065972640066,
        edges: [],
      },
      muon: {
        horizon: 700,
        setting: {
          scale: 2.939652358886721,
          decay: 0.0002258912018744314,
          hyperparameters: {
            learning_rate: 0.006859783360492823,
            momentum: 0.8546984750372375,
            adam_learning_rate: 0.01356409485330667,
            beta1: 0.6001919994755869,
            beta2: 0.9990873378147025,
          },
        },
        loss: 0.27358660101890564,
        deviation: 0.003492040254877678,
        edges: [],
      },
    },
  },
];
