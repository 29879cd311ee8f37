// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `fine-tuning`. */
export const fineTuning: readonly Reference[] = [
  {
    task: "fine-tuning",
    size: 1,
    horizon: 150,
    batch: 64,
    fingerprint: "ffed71f1cdfe9d68",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 38,
        setting: {
          scale: 32.17648756668348,
          decay: 0.00035085447830978436,
          hyperparameters: {
            beta1: 0.4115656865320707,
            beta2: 0.9993488737359357,
          },
        },
        loss: 0.4676915679592639,
        deviation: 0.02808170640497292,
        edges: [],
      },
      {
        horizon: 75,
        setting: {
          scale: 40.05936069293332,
          decay: 0.003170613575925362,
          hyperparameters: {
            beta1: 0.624860097425441,
            beta2: 0.9993503650783118,
          },
        },
        loss: 0.37836893752682954,
        deviation: 0.02833661821304003,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 26.922995446192303,
          decay: 0.00068528773083257,
          hyperparameters: {
            beta1: 0.5097393775053601,
            beta2: 0.999323764819159,
          },
        },
        loss: 0.28563195187598467,
        deviation: 0.018099683126278993,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 22.272939196475853,
          decay: 0.000050951808718398896,
          hyperparameters: {
            beta1: 0.817448378225724,
            beta2: 0.9993243847861579,
          },
        },
        loss: 0.23279714101227,
        deviation: 0.01543771130498648,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 21.772903698162228,
          decay: 0.000611996833134317,
          hyperparameters: {
            beta1: 0.8582358359561729,
            beta2: 0.9993695905596132,
          },
        },
        loss: 0.18138804243062623,
        deviation: 0.013216707568608673,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 150,
        setting: {
          scale: 26.922995446192303,
          decay: 0.00068528773083257,
          hyperparameters: {
            beta1: 0.5097393775053601,
            beta2: 0.999323764819159,
          },
        },
        loss: 0.28563195187598467,
        deviation: 0.018099683126278993,
        edges: [],
      },
      nadamw: {
        horizon: 150,
        setting: {
          scale: 22.010208126018952,
          decay: 0.00005114209257955429,
          hyperparameters: {
            beta1: 0.7527435500591304,
            beta2: 0.998983353134644,
          },
        },
        loss: 0.28283281077165157,
        deviation: 0.017122672089002144,
        edges: [],
      },
      lion: {
        horizon: 150,
        setting: {
          scale: 103.18012602680872,
          decay: 0.04182912851423833,
          hyperparameters: {
            beta1: 0.522278074655752,
            beta2: 0.9977711660488924,
          },
        },
        loss: 0.3480856539099477,
        deviation: 0.013384071479000472,
        edges: [],
      },
      nesterov: {
        horizon: 150,
        setting: {
          scale: 8.511405808661607,
          decay: 0.00043559840625589496,
          hyperparameters: {
            beta: 0.9047701833537998,
          },
        },
        loss: 0.3150608178693801,
        deviation: 0.012169077079908013,
        edges: [],
      },
      muon: {
        horizon: 150,
        setting: {
          scale: 1.6486361989888045,
          decay: 0.000016984372812055304,
          hyperparameters: {
            learning_rate: 0.032457860775867015,
            momentum: 0.8027014472873109,
            adam_learning_rate: 0.014472605508200969,
            beta1: 0.9220119833517718,
            beta2: 0.9987600980894825,
          },
        },
        loss: 0.26255236950237304,
        deviation: 0.016190270919540218,
        edges: ["momentum"],
      },
    },
  },
  {
    task: "fine-tuning",
    size: 1,
    horizon: 600,
    batch: 8,
    fingerprint: "e4ec588e1a8533ae",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 150,
        setting: {
          scale: 11.780302790214009,
          decay: 0.00012056144870725556,
          hyperparameters: {
            beta1: 0.35612889514789337,
            beta2: 0.998835397231464,
          },
        },
        loss: 0.5604611444869079,
        deviation: 0.060807998553430456,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 15.5229687349508,
          decay: 0.0017677871141793203,
          hyperparameters: {
            beta1: 0.7435773991465284,
            beta2: 0.9993533375235565,
          },
        },
        loss: 0.4531900855945423,
        deviation: 0.04519647328162526,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 9.446022752217374,
          decay: 0.00006177916240065188,
          hyperparameters: {
            beta1: 0.8843706704859541,
            beta2: 0.998311251297984,
          },
        },
        loss: 0.3777876747190021,
        deviation: 0.05264500526038948,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 8.228862822616838,
          decay: 0.00028690047210455427,
          hyperparameters: {
            beta1: 0.7039605962189256,
            beta2: 0.9984654334257417,
          },
        },
        loss: 0.29784207744523883,
        deviation: 0.05168021447058853,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 5.696114621723384,
          decay: 0.000020061414850230838,
          hyperparameters: {
            beta1: 0.8917210308080838,
            beta2: 0.9979350659309107,
          },
        },
        loss: 0.2354894972177135,
        deviation: 0.03629493851420527,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 9.446022752217374,
          decay: 0.00006177916240065188,
          hyperparameters: {
            beta1: 0.8843706704859541,
            beta2: 0.998311251297984,
          },
        },
        loss: 0.3777876747190021,
        deviation: 0.05264500526038948,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 15.835327591119636,
          decay: 0.0019868845563166837,
          hyperparameters: {
            beta1: 0.817448378225724,
            beta2: 0.9993527441245527,
          },
        },
        loss: 0.3888656735580298,
        deviation: 0.06602213884065886,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 14.301428858576648,
          decay: 0.0034339821024426823,
          hyperparameters: {
            beta1: 0.8815964919445891,
            beta2: 0.9647263442575221,
          },
        },
        loss: 0.4123171772371279,
        deviation: 0.06998625199794817,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 5.986962275135559,
          decay: 0,
          hyperparameters: {
            beta: 0.6296479065993462,
          },
        },
        loss: 0.3856284065404907,
        deviation: 0.043444844609742406,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 0.769580064057055,
          decay: 0.000020774295477410824,
          hyperparameters: {
            learning_rate: 0.018704236263065464,
            momentum: 0.8801095360604636,
            adam_learning_rate: 0.026912200569603657,
            beta1: 0.8988905670121031,
            beta2: 0.9992593964407447,
          },
        },
        loss: 0.36651900490323897,
        deviation: 0.05085052981882539,
        edges: [],
      },
    },
  },
  {
    task: "fine-tuning",
    size: 10,
    horizon: 300,
    batch: 64,
    fingerprint: "2b568f36899be65d",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 150,
        setting: {
          scale: 19.93892696101382,
          decay: 0.00011214799734744277,
          hyperparameters: {
            beta1: 0.7039605962189242,
            beta2: 0.9995278947203105,
          },
        },
        loss: 0.10457611906167585,
        deviation: 0.013221759028398703,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 9.92429238709184,
          decay: 0.0019039535263631422,
          hyperparameters: {
            beta1: 0.5895179155660206,
            beta2: 0.999488441089415,
          },
        },
        loss: 0.07278757728636265,
        deviation: 0.010957538319877178,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 9.790003408207497,
          decay: 0.0023337336813431917,
          hyperparameters: {
            beta1: 0.43885069302832624,
            beta2: 0.9996426976107616,
          },
        },
        loss: 0.047290161266573705,
        deviation: 0.004344240207224972,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 21.921724002590445,
          decay: 0.003327269188766196,
          hyperparameters: {
            beta1: 0.7502162288094459,
            beta2: 0.9995274615007981,
          },
        },
        loss: 0.039841163488745224,
        deviation: 0.0073543278099626195,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 300,
        setting: {
          scale: 9.92429238709184,
          decay: 0.0019039535263631422,
          hyperparameters: {
            beta1: 0.5895179155660206,
            beta2: 0.999488441089415,
          },
        },
        loss: 0.07278757728636265,
        deviation: 0.010957538319877178,
        edges: [],
      },
      nadamw: {
        horizon: 300,
        setting: {
          scale: 9.851863922181469,
          decay: 0.0005213823719319703,
          hyperparameters: {
            beta1: 0.8048790557358199,
            beta2: 0.9991325324984577,
          },
        },
        loss: 0.07269560632266803,
        deviation: 0.00938487308704307,
        edges: [],
      },
      lion: {
        horizon: 300,
        setting: {
          scale: 55.825954286053204,
          decay: 0.18069707733046203,
          hyperparameters: {
            beta1: 0.5953648350039424,
            beta2: 0.9987245204489189,
          },
        },
        loss: 0.08708732706145383,
        deviation: 0.00850449708099741,
        edges: [],
      },
      nesterov: {
        horizon: 300,
        setting: {
          scale: 6.776007196845827,
          decay: 0.00020033261204076215,
          hyperparameters: {
            beta: 0.9176421566167686,
          },
        },
        loss: 0.0952993493701797,
        deviation: 0.003642837799568556,
        edges: [],
      },
      muon: {
        horizon: 300,
        setting: {
          scale: 0.8209766505223648,
          decay: 0.00043532405542623756,
          hyperparameters: {
            learning_rate: 0.05123479773545867,
            momentum: 0.8086149855627004,
            adam_learning_rate: 0.012638783502655702,
            beta1: 0.9366750879455781,
            beta2: 0.9993026000958714,
          },
        },
        loss: 0.05713537368865218,
        deviation: 0.007000394109885225,
        edges: [],
      },
    },
  },
  {
    task: "fine-tuning",
    size: 100,
    horizon: 800,
    batch: 64,
    fingerprint: "1ee00de01c66bec2",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 400,
        setting: {
          scale: 9.879325961428878,
          decay: 0.00006138103297907696,
          hyperparameters: {
            beta1: 0.6993615482619507,
            beta2: 0.9997300792309546,
          },
        },
        loss: 0.036630163791414816,
        deviation: 0.0010566533389689292,
        edges: ["decay"],
      },
      {
        horizon: 800,
        setting: {
          scale: 9.879325961428878,
          decay: 0.00006138103297907696,
          hyperparameters: {
            beta1: 0.6993615482619507,
            beta2: 0.9997300792309546,
          },
        },
        loss: 0.019209982237953227,
        deviation: 0.0005894904260845919,
        edges: ["decay"],
      },
      {
        horizon: 1600,
        setting: {
          scale: 9.92429238709184,
          decay: 0.0019039535263631422,
          hyperparameters: {
            beta1: 0.5895179155660206,
            beta2: 0.999488441089415,
          },
        },
        loss: 0.010129966756721842,
        deviation: 0.0013784142471644353,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 9.879325961428878,
          decay: 0.00006138103297907696,
          hyperparameters: {
            beta1: 0.6993615482619507,
            beta2: 0.9997300792309546,
          },
        },
        loss: 0.019209982237953227,
        deviation: 0.0005894904260845919,
        edges: ["decay"],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 6.621216188309972,
          decay: 0.00011269015728385728,
          hyperparameters: {
            beta1: 0.8673680154979345,
            beta2: 0.9994630805766981,
          },
        },
        loss: 0.0207917177976924,
        deviation: 0.0012771599086929977,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 67.78822118546202,
          decay: 0.3228833053995532,
          hyperparameters: {
            beta1: 0.61862459001577,
            beta2: 0.998645384322255,
          },
        },
        loss: 0.09050297796784434,
        deviation: 0.05286993682212639,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 5.635888230383537,
          decay: 0.0001295887894542301,
          hyperparameters: {
            beta: 0.920834611943671,
          },
        },
        loss: 0.03092218708479777,
        deviation: 0.0028180972476189894,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.8209766505223648,
          decay: 0.00043532405542623756,
          hyperparameters: {
            learning_rate: 0.05123479773545867,
            momentum: 0.8086149855627004,
            adam_learning_rate: 0.012638783502655702,
            beta1: 0.9366750879455781,
            beta2: 0.9993026000958714,
          },
        },
        loss: 0.009264714240998728,
        deviation: 0.0010705418934407946,
        edges: [],
      },
    },
  },
];
